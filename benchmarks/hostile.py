"""Thousands of damaged models and pictures: none may crash the app, hang, or grow past its bound.

    python benchmarks/hostile.py FOLDER [--cases 2000] [--first 0]

FOLDER holds .glb files; they are damaged as tests/art/mutations.py does, and so are the same models as .obj and their
pictures as .png and .jpg. Each is then read, finished or sculpted like a leaf's. Told are the outcomes, the slowest case in
seconds of processor time, and the largest memory. Beside it, trimesh reads the same damaged models by itself.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import io
import resource
import sys
import tempfile
import time
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "art"))

import trimesh
from mutations import mutated
from PIL import Image

from dreamgarden.art.cutout import cut_out
from dreamgarden.art.finish import finish, thumbnail
from dreamgarden.art.imported import read_model
from dreamgarden.art.pictures import read_picture
from dreamgarden.art.sculpt import sculpt
from dreamgarden.art.turnaround import views_of
from dreamgarden.errors import BadInput

ENDINGS = (".glb", ".glb", ".obj", ".png", ".jpg")


def good(model: Path, ending: str) -> bytes:
    if ending == ".glb":
        return model.read_bytes()
    mesh = read_model(model, 800)
    if ending == ".obj":
        return trimesh.Trimesh(mesh.vertices, mesh.faces).export(file_type="obj").encode()
    picture = thumbnail(mesh, 128)
    if ending == ".png":
        return picture
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def use(path: Path) -> None:
    if path.suffix in (".glb", ".obj"):
        finish(read_model(path, 800), 1.0)
    else:
        sculpt(views_of(cut_out(read_picture(path.read_bytes(), path.name), path.name).rgba), "thing", 800)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--cases", type=int, default=2000)
    asked.add_argument("--first", type=int, default=0, help="the first case's number, to go on from it")
    given = asked.parse_args()
    warnings.simplefilter("ignore")
    models = sorted(given.folder.glob("*.glb"))
    outcomes: collections.Counter[str] = collections.Counter()
    theirs: collections.Counter[str] = collections.Counter()
    slowest = (0.0, "")
    with tempfile.TemporaryDirectory() as folder:
        for case in range(given.first, given.first + given.cases):
            ending = ENDINGS[case % len(ENDINGS)]
            model = models[case * 7 % len(models)]
            path = Path(folder) / f"case{ending}"
            path.write_bytes(mutated(good(model, ending), ending, case))
            begin = time.process_time()
            try:
                use(path)
                outcome = "used"
            except BadInput as told:
                outcome = "refused with a reason" if told.what and (told.then or told.safe) else "refused without a next step"
            except Exception as error:  # what is counted here
                outcome = "crashed"
                print(f"case {case} ({model.name}, {ending}): {type(error).__name__}: {error}")
            outcomes[outcome] += 1
            slowest = max(slowest, (time.process_time() - begin, f"case {case}, {model.name} as {ending}"))
            if ending == ".glb":
                with contextlib.redirect_stderr(io.StringIO()):
                    try:
                        trimesh.load(str(path), force="scene")
                        theirs["read"] += 1
                    except Exception as error:  # the baseline raises whatever it met
                        theirs[type(error).__name__] += 1
    print(f"{given.cases} damaged files: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    print(f"slowest: {slowest[0]:.1f} s of processor time ({slowest[1]}); largest memory "
          f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")  # fmt: skip
    print("trimesh by itself, on the .glb among them: " + ", ".join(f"{count} {name}" for name, count in theirs.most_common()))
    raise SystemExit(1 if outcomes["crashed"] else 0)


if __name__ == "__main__":
    main()
