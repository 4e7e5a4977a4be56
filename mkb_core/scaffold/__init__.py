"""New packages from templates: the files stand beside this module as a reader would find them in the package.

In a template, ``$name`` is a placeholder and ``$$`` a dollar sign; in a file's path, ``NAME`` stands for the name.
"""
