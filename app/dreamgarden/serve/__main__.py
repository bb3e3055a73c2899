"""`python -m dreamgarden.serve`: the garden process, on stdin and stdout."""

import sys

from dreamgarden.serve.server import main

sys.exit(main())
