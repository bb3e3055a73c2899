"""The set-up: brings a bare machine to the point where DreamGarden runs.

Uses the standard library alone, because it runs before anything is installed. It is not part of
the `dreamgarden` package, and may start other programs (apt, pip, CMake), which that package may not.
"""
