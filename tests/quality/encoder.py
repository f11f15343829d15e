"""Packs the model of coach/meaning: `python -m tests.quality.encoder FOLDER` writes model.npz anew.

FOLDER holds model.safetensors and vocab.txt, as tests/quality/tuning.py leaves them. Afterwards: `make reference`.
"""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import coach.meaning

PLACES = 128
EIGHT_BITS = 127
LAYER = "encoder.layer.{}."
LINEAR = {
    "attention.self.query": "query",
    "attention.self.key": "key",
    "attention.self.value": "value",
    "attention.output.dense": "joined",
    "intermediate.dense": "inner",
    "output.dense": "outer",
}
NORMS = {"attention.output.LayerNorm": "attended", "output.LayerNorm": "out"}

Floats = NDArray[np.float32]


def read(file: Path) -> dict[str, Floats]:
    """The arrays of a safetensors file: the length of a JSON header, the header, the numbers."""
    data = file.read_bytes()
    size = int.from_bytes(data[:8], "little")
    header: dict[str, dict[str, Any]] = json.loads(data[8 : 8 + size])
    found: dict[str, Floats] = {}
    for name, of in header.items():
        if of.get("dtype") == "F32":
            start, end = of["data_offsets"]
            found[name] = np.frombuffer(data[8 + size + start : 8 + size + end], np.float32).reshape(of["shape"])
    return found


def in_eight_bits(name: str, weights: Floats) -> dict[str, NDArray[np.generic]]:
    """Each row in steps of a size of its own."""
    scale: Floats = np.abs(weights).max(axis=1, keepdims=True) / EIGHT_BITS
    scale[scale == 0] = 1
    steps: Floats = np.rint(weights / scale)
    return {name: steps.astype(np.int8), f"{name}.scale": scale.astype(np.float32)}


def packed(read: dict[str, Floats], vocabulary: list[str]) -> dict[str, NDArray[np.generic]]:
    """What coach.meaning.encoder.Encoder is made from. Words of other scripts than Latin are left out."""
    kept = [n for n, word in enumerate(vocabulary) if word.isascii() and not word.startswith("[unused")]
    words = "\n".join(vocabulary[number] for number in kept)
    places = read["embeddings.position_embeddings.weight"][:PLACES] + read["embeddings.token_type_embeddings.weight"][0]
    out: dict[str, NDArray[np.generic]] = {
        "vocabulary": np.frombuffer(words.encode(), np.uint8),
        "places": places,
        "first.weight": read["embeddings.LayerNorm.weight"],
        "first.bias": read["embeddings.LayerNorm.bias"],
        **in_eight_bits("words", read["embeddings.word_embeddings.weight"][kept]),
    }
    for layer in range(sum(name.endswith("query.weight") for name in read)):
        for theirs, ours in LINEAR.items():
            out |= in_eight_bits(f"{layer}.{ours}", read[f"{LAYER.format(layer)}{theirs}.weight"])
            out[f"{layer}.{ours}.bias"] = read[f"{LAYER.format(layer)}{theirs}.bias"]
        for theirs, ours in NORMS.items():
            for part in ("weight", "bias"):
                out[f"{layer}.{ours}.{part}"] = read[f"{LAYER.format(layer)}{theirs}.{part}"]
    return out


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    vocabulary = (folder / "vocab.txt").read_text("utf-8").splitlines()
    target = Path(coach.meaning.__file__).parent / "model.npz"
    np.savez_compressed(target, allow_pickle=False, **packed(read(folder / "model.safetensors"), vocabulary))
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB")
