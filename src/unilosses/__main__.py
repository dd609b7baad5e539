"""`python -m unilosses` is the command `unilosses`."""

from .cli import main

# A process that this one starts loads this file again, under another name.
if __name__ == "__main__":
    main()
