"""From the text of a `@T.prim_func` to the grid dialect."""

from ttc.frontend.lower import lower

__all__ = ["lower"]
