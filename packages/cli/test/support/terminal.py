"""terminal.py COLUMNS PROGRAM ARGUMENT…: runs a program on a terminal of its own.

Our stdin is its keyboard, our stdout its screen, our exit code is its own.
"""

import fcntl
import os
import pty
import select
import struct
import sys
import termios

ROWS = 24

child, screen = pty.fork()
if child == 0:
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, int(sys.argv[1]), 0, 0))
    os.execvp(sys.argv[2], sys.argv[2:])

sources = [screen, 0]
while screen in sources:
    for source in select.select(sources, [], [])[0]:
        try:
            text = os.read(source, 65536)
        except OSError:  # The program has closed its terminal.
            text = b""
        if text == b"":
            sources.remove(source)
        else:
            os.write(1 if source == screen else screen, text)

sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) % 256)
