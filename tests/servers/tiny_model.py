"""Makes a language model with random weights, in the form that servers load: python tiny_model.py FOLDER.

Runs in the servers' own environment. What it says is noise; its vocabulary is learned from this repository's texts.
"""

# pyright: reportMissingImports=false, reportUnknownVariableType=false, reportUnknownMemberType=false
# pyright: reportUnknownArgumentType=false

import sys
from pathlib import Path

from tokenizers import ByteLevelBPETokenizer
from torch import manual_seed
from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

ROOT = Path(__file__).parents[2]
WORDS = 1200
HOLDS = 16_384
"""Tokens."""
ENDS, BEGINS, PADS = "<|end|>", "<|begin|>", "<|pad|>"
TEMPLATE = (
    "{% for message in messages %}<|begin|>{{ message.role }}\n{{ message.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|begin|>assistant\n{% endif %}"
)


def make(folder: Path) -> None:
    """Write the model and its tokenizer into a folder."""
    learned = ByteLevelBPETokenizer()
    learned.train(
        [str(ROOT / "README.md"), *map(str, sorted((ROOT / "personas").glob("*.yaml")))],
        vocab_size=WORDS,
        special_tokens=[BEGINS, ENDS, PADS],
        show_progress=False,
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=learned._tokenizer,  # the only way to it
        bos_token=BEGINS,
        eos_token=ENDS,
        pad_token=PADS,
        chat_template=TEMPLATE,
    )
    manual_seed(1)
    shape = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=4,
        max_position_embeddings=HOLDS,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model = LlamaForCausalLM(shape)
    model.generation_config = GenerationConfig(
        do_sample=True,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
