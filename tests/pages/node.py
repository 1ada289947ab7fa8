"""Running the browser's own modules in node, so that both sides can be compared."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]

_FRAME = """
import { readFileSync, writeSync } from "node:fs";
const input = readFileSync(0);
const output = (value) => {
  const bytes = Buffer.from(JSON.stringify(value));
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
};
"""


def run_module(source: str, data: bytes = b"") -> Any:
    """What an ES module hands to `output`, given `data` as its Buffer `input`.

    Its imports are relative to the root of the repository.
    """
    command = ["node", "--input-type=module", "--eval", _FRAME + source]
    done = subprocess.run(command, input=data, capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)
