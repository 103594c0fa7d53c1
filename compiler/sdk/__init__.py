"""
The real SDK as a judge of what is emitted: its headers, its host runtime, and a card.

    sdk = find(None)
    for finding in check_headers(Path("out/gemm"), sdk):
        print(finding)

No part of ttc needs an SDK: commands and kernels import this package where one is asked for.
"""
