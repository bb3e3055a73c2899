"""Pipelines of a few thousand random weights, saved as a person would have them: what they paint is noise, how they run is real."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def tokenizer(folder: Path) -> Any:
    """A CLIP tokenizer that knows letters alone."""
    from transformers import CLIPTokenizer

    letters = [chr(c) for c in range(33, 127)]
    words = [*letters, *(f"{letter}</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "vocab.json").write_text(json.dumps({word: n for n, word in enumerate(words)}), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", encoding="utf-8")
    made = CLIPTokenizer(str(folder / "vocab.json"), str(folder / "merges.txt"))
    made.model_max_length = 77
    return made


def text_model(projected: bool = False) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(vocab_size=200, hidden_size=32, intermediate_size=37, num_hidden_layers=2,
                            num_attention_heads=4, projection_dim=32, max_position_embeddings=77, bos_token_id=188, eos_token_id=189,
                            pad_token_id=189)  # fmt: skip
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def save_painter(folder: Path) -> Path:
    """A text-to-image pipeline (Stable Diffusion), 64 pixels a side."""
    import torch
    from diffusers import AutoencoderKL, DDIMScheduler, StableDiffusionPipeline, UNet2DConditionModel

    torch.manual_seed(0)
    unet = UNet2DConditionModel(block_out_channels=(16, 32), layers_per_block=1, sample_size=32, in_channels=4, out_channels=4,
                                down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), norm_num_groups=8,
                                up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), cross_attention_dim=32)  # fmt: skip
    vae = AutoencoderKL(block_out_channels=(8, 16), in_channels=3, out_channels=3, latent_channels=4, norm_num_groups=4,
                        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2)  # fmt: skip
    pipeline = StableDiffusionPipeline(
        unet=unet, vae=vae, scheduler=DDIMScheduler(steps_offset=1, clip_sample=False), text_encoder=text_model(),
        tokenizer=tokenizer(folder.parent / "words"), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipeline.save_pretrained(folder)
    return folder


def marching_table() -> tuple[list[list[list[int]]], list[list[bool]]]:
    """Triangles (as edges) of each of the 256 cubes, at most five, and which of them are used."""
    ends = [(c, c | 1 << a) for a in range(3) for c in range(8) if not c >> a & 1]
    edge = {frozenset(pair): n for n, pair in enumerate(ends)}
    cases, masks = [], []
    for cube in range(256):
        follows: dict[int, int] = {}
        for a in range(3):
            for side in (0, 1):
                b, d, base = (a + 1) % 3, (a + 2) % 3, side << a
                ring = [base, base | 1 << b, base | 1 << b | 1 << d, base | 1 << d]
                ring = ring if side else ring[::-1]
                for i in range(4):
                    if cube >> ring[i] & 1 and not cube >> ring[(i + 1) % 4] & 1:
                        j = i
                        while cube >> ring[j - 1] & 1:
                            j -= 1
                        follows[edge[frozenset((ring[j - 1], ring[j]))]] = edge[frozenset((ring[i], ring[(i + 1) % 4]))]
        triangles: list[list[int]] = []
        while follows:
            loop = [next(iter(follows))]
            while (at := follows.pop(loop[-1])) != loop[0]:
                loop.append(at)
            triangles += [[loop[0], loop[i], loop[i + 1]] for i in range(1, len(loop) - 1)]
        masks.append([n < len(triangles) for n in range(5)])
        cases.append((triangles + [[0, 0, 0]] * 5)[:5])
    return cases, masks


def save_shap_e(folder: Path) -> Path:
    """Shap-E of words, with the marching-cubes table that comes with real checkpoints."""
    import torch
    from diffusers import HeunDiscreteScheduler, PriorTransformer, ShapEPipeline
    from diffusers.pipelines.shap_e import ShapERenderer

    torch.manual_seed(0)
    prior = PriorTransformer(num_attention_heads=2, attention_head_dim=16, embedding_dim=32, num_embeddings=32, embedding_proj_dim=32,
                             time_embed_dim=64, num_layers=1, clip_embed_dim=64, additional_embeddings=0, time_embed_act_fn="gelu",
                             norm_in_type="layer", encoder_hid_proj_type=None, added_emb_type=None)  # fmt: skip
    renderer = ShapERenderer(
        param_shapes=((8, 93), (8, 8), (8, 8), (8, 8)), d_latent=32, d_hidden=8, n_output=12, background=(0.1, 0.1, 0.1),
    )  # fmt: skip
    cases, masks = marching_table()
    renderer.mesh_decoder.cases.copy_(torch.tensor(cases))
    renderer.mesh_decoder.masks.copy_(torch.tensor(masks))
    with torch.no_grad():  # inside everywhere: the body fills its box
        list(renderer.mlp.parameters())[-1].fill_(0.7)
    pipeline = ShapEPipeline(
        prior=prior, text_encoder=text_model(projected=True), tokenizer=tokenizer(folder.parent / "words"),
        scheduler=HeunDiscreteScheduler(beta_schedule="exp", num_train_timesteps=64, prediction_type="sample", use_karras_sigmas=True,
                                        clip_sample=True, clip_sample_range=1.0), shap_e_renderer=renderer,
    )  # fmt: skip
    pipeline.save_pretrained(folder)
    return folder


def save_depth(folder: Path) -> Path:
    """A monocular-depth model (DPT) of 32 pixels."""
    import torch
    from transformers import DPTConfig, DPTForDepthEstimation, DPTImageProcessor

    torch.manual_seed(0)
    config = DPTConfig(hidden_size=16, num_hidden_layers=4, num_attention_heads=2, intermediate_size=32, image_size=32,
                       patch_size=8, backbone_out_indices=[0, 1, 2, 3], neck_hidden_sizes=[8, 8, 16, 16], fusion_hidden_size=8,
                       is_hybrid=False)  # fmt: skip
    DPTForDepthEstimation(config).save_pretrained(folder)
    DPTImageProcessor(size={"height": 32, "width": 32}, do_resize=True).save_pretrained(folder)
    return folder
