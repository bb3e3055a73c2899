"""The step that brings the operating system's packages, or says the one line that does."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence

from dreamgarden_setup.console import Console, SetupFailed
from dreamgarden_setup.needs import Need, Survey, Use, survey

_APT = ("apt-get", "-y", "-q", "-o", "DPkg::Lock::Timeout=300")
_QUIETLY = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


def provide(console: Console, before: Survey, uses: Sequence[Use]) -> Survey:
    """Install what is missing when that is possible; else say why and how. Returns what is there afterwards."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        console.say(line_to_run(before.missing))
        console.done("some things are still missing")
        return before
    required = [need for need in before.missing if need.required]
    optional = [need for need in before.missing if not need.required]
    console.note("reading the package lists")
    try:
        console.run([*_APT, "update"], log="system", failing="The package lists could not be read.", env=_QUIETLY)
    except SetupFailed as failure:
        console.say(f"{failure}\nGoing on with the lists that are there.")
    console.run(["dpkg", "--configure", "-a"], log="system", failing="Packages are half installed.", env=_QUIETLY)
    if required:
        _install(console, required)
    if optional:
        try:
            _install(console, optional)
        except SetupFailed as failure:
            console.say(f"{failure}\nGoing on without: {', '.join(need.name for need in optional)}.")
    after = survey(uses)
    if after.required:
        console.say(line_to_run(after.required))
    console.done()
    return after


def line_to_run(missing: Sequence[Need]) -> str:
    """Why something is missing and the one line that brings it."""
    reasons = [f"  {need.name}: needed {need.why}" + ("" if need.required else " (DreamGarden works without it)") for need in missing]
    packages = [name for need in missing for name in need.packages]
    if shutil.which("apt-get"):
        names = _existing(packages)
        how = "Run this line, then ./dreamgarden again:"
        line = f"    {'' if os.geteuid() == 0 else 'sudo '}apt-get install -y --no-install-recommends {' '.join(names)}"
    else:
        how = "Install these with your system's own tool; Debian calls them:"
        line = f"    {' '.join(name.split('|')[-1] for name in packages)}"
    return "\n".join(["Missing on this machine:", *reasons, how, line])


def _install(console: Console, needs: Sequence[Need]) -> None:
    names = _existing([name for need in needs for name in need.packages])
    console.note(f"installing {len(names)} packages")
    console.run(
        [*_APT, "install", "--no-install-recommends", *names],
        log="system",
        failing=f"These system packages could not be installed: {' '.join(names)}.",
        then="Is there a network connection? Try again, or install them yourself.",
        env=_QUIETLY,
    )


def _existing(packages: Sequence[str]) -> list[str]:
    """One name for each package: of "a|b" the first that this release has."""
    names = [name for package in packages for name in package.split("|")]
    answer = subprocess.run(
        ["apt-cache", "policy", *names], capture_output=True, text=True, env={**os.environ, **_QUIETLY}, check=False
    ).stdout
    known: set[str] = set()
    current = ""
    for line in answer.splitlines():
        if line and not line.startswith(" "):
            current = line.rstrip(":")
        elif "Candidate:" in line and "(none)" not in line:
            known.add(current)
    chosen = [next((name for name in package.split("|") if name in known), package.split("|")[-1]) for package in packages]
    return list(dict.fromkeys(chosen))
