// No operating system: nothing to define.
