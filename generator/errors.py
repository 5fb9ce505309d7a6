"""What the operator did wrong: the call or the machine, never the contributed content."""


class GeneratorError(Exception):
    """The run cannot go on. Its text is one clear line, shown to the operator as it is; exit code 2."""
