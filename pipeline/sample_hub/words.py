"""The sample Hub's vocabulary. No name belongs to a real person or organization."""

from dataclasses import dataclass

MAKERS = (
    "velmora tarnquill ostrafen kelduin brindlow quorvex zephlyn murkwind paldroon fennimar grolsby haldrune ivenor "
    "jostrel krellow lumenoak marrowby nuvoltar orlinth pemberune quastel rivenholm sablewick thornbarrow ulvenor "
    "vosskarn wrenmoot xandrell yarrowfen zimblatt dubuchon haneulbit moraegak byeolmuri sorinae dalbitgol"
)
MAKER_ENDINGS = ("", "-ai", "-labs", "-research", "-ml", "NLP", "-works", "-collective", "_ko", "42", "-hf", "-speech")
FAMILIES = (
    "Auralis Bramble Cindrel Dovetail Emberlyn Foxglade Gossamer Hearthstone Inkwell Junipero Kestrelle Larkspur "
    "Mossback Nightjar Ochrelle Pinwheel Quickthorn Rookery Saltmarsh Tumbril Umberfall Vellichor Whimbrel Yewling "
    "Zephyrine Haetae Cheoma Dalgubi Nabi Solbaram"
)
SIZES = ("0.5B", "1.5B", "3B", "7B", "8B", "13B", "32B", "70B", "tiny", "base", "large")
ENDINGS = ("", "", "-Instruct", "-Chat", "-it", "-v1", "-v2", "-preview", "-ko", "-multilingual", "-DPO", "-distill")
LANGUAGES = ("en", "ko", "zh", "ja", "fr", "de", "es", "ru", "ar", "hi", "vi", "multilingual")
LICENSES = ("apache-2.0", "apache-2.0", "mit", "mit", "llama3.2", "cc-by-nc-4.0", "cc-by-4.0", "gemma", "openrail")
ODD_TAGS = ("한국어", "대화형 모델", "🤗", "🔥 hot", "日本語", "roleplay", "merge kit", "eval-results")
TOPICS = (
    "dialogues recipes weather-reports court-rulings folk-tales math-steps code-reviews lecture-notes patent-claims "
    "subtitles product-questions news-briefs sensor-logs map-tiles street-photos bird-calls"
)
DATASET_TASKS = (
    "text-generation question-answering summarization translation text-classification text2text-generation "
    "visual-question-answering feature-extraction"
)
# Tasks of datasets that only worlds for people have, by the modality that they need.
RARE_DATASET_TASKS = {
    "text": (
        "token-classification table-question-answering zero-shot-classification fill-mask sentence-similarity "
        "table-to-text multiple-choice text-ranking text-retrieval"
    ),
    "audio": (
        "text-to-speech text-to-audio automatic-speech-recognition audio-to-audio audio-classification "
        "voice-activity-detection"
    ),
    "image": (
        "image-text-to-text image-text-to-image visual-document-retrieval depth-estimation image-classification "
        "object-detection image-segmentation text-to-image image-to-text image-to-image mask-generation "
        "unconditional-image-generation zero-shot-image-classification zero-shot-object-detection "
        "image-feature-extraction"
    ),
    "video": (
        "video-text-to-text image-text-to-video any-to-any video-classification text-to-video image-to-video robotics"
    ),
    "3d": "text-to-3d image-to-3d",
    "tabular": "tabular-classification tabular-regression tabular-to-text graph-ml reinforcement-learning",
    "timeseries": "time-series-forecasting",
}
RARE_MODALITIES = ("document", "3d", "geospatial", "timeseries")
DATASET_SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M")
DATASET_FORMATS = ("json", "csv", "parquet", "text", "arrow", "webdataset")
OTHER_MODALITIES = ("image", "audio", "tabular", "video", "timeseries", "geospatial")


@dataclass(frozen=True)
class Task:
    """A kind of model: its share of the repos, its architectures and libraries."""

    slug: str
    share: float
    architectures: tuple[str, ...]
    libraries: tuple[str, ...] = ("transformers", "transformers", "transformers", "peft", "mlx")
    pipeline_tag_share: float = 1.0
    """The share of its repos that have the slug as `pipeline_tag`."""


# Documented categories first. The Hub dropped text2text-generation as a task: its repos have only the tag.
DOCUMENTED_TASKS = (
    Task("text-generation", 0.22, ("llama", "qwen2", "mistral", "gemma3")),
    Task("translation", 0.05, ("marian", "m2m_100", "nllb")),
    Task("text2text-generation", 0.05, ("t5", "mt5", "bart"), pipeline_tag_share=0.0),
    Task("audio-text-to-text", 0.03, ("qwen2_audio", "ultravox")),
    Task("image-text-to-text", 0.07, ("llava", "qwen2_vl", "idefics3")),
    Task("visual-question-answering", 0.03, ("blip", "vilt")),
    Task("document-question-answering", 0.03, ("layoutlmv3", "donut")),
    Task("video-text-to-text", 0.03, ("llava_next_video", "video_llava")),
    Task("visual-document-retrieval", 0.03, ("colpali", "colqwen2"), ("colpali", "transformers")),
    Task("any-to-any", 0.03, ("multi_modality", "qwen2_5_omni")),
)
OTHER_TASKS = (
    Task("text-to-image", 0.08, ("stable-diffusion", "flux"), ("diffusers",)),
    Task("text-classification", 0.05, ("bert", "roberta")),
    Task("feature-extraction", 0.03, ("bert", "xlm-roberta"), ("sentence-transformers", "transformers")),
    Task("automatic-speech-recognition", 0.03, ("whisper", "wav2vec2")),
    Task("summarization", 0.02, ("bart", "pegasus")),
    Task("text-to-speech", 0.02, ("parler_tts", "speecht5")),
    Task("reinforcement-learning", 0.02, ("ppo",), ("stable-baselines3",)),
    Task("image-to-text", 0.01, ("trocr",)),
)
# The Hub's other tasks, in the order of its site. Only worlds for people have them, in place of half the models without a task.
RARE_TASKS = (
    Task("token-classification", 0, ("bert", "deberta-v2")),
    Task("question-answering", 0, ("roberta", "deberta-v2")),
    Task("table-question-answering", 0, ("tapas",)),
    Task("zero-shot-classification", 0, ("deberta-v2", "bart")),
    Task("sentence-similarity", 0, ("mpnet", "bert"), ("sentence-transformers",)),
    Task("text-ranking", 0, ("xlm-roberta", "qwen3"), ("sentence-transformers", "transformers")),
    Task("fill-mask", 0, ("modernbert", "roberta")),
    Task("image-to-image", 0, ("flux", "qwen-image"), ("diffusers",)),
    Task("text-to-video", 0, ("wan", "ltx-video"), ("diffusers",)),
    Task("image-to-video", 0, ("wan", "ltx-video"), ("diffusers",)),
    Task("video-to-video", 0, ("wan",), ("diffusers",)),
    Task("unconditional-image-generation", 0, ("ddpm",), ("diffusers",)),
    Task("image-classification", 0, ("vit", "convnext"), ("timm", "transformers")),
    Task("zero-shot-image-classification", 0, ("clip", "siglip"), ("open_clip", "transformers")),
    Task("object-detection", 0, ("rt_detr", "yolo"), ("ultralytics", "transformers")),
    Task("zero-shot-object-detection", 0, ("grounding-dino", "owlv2"), ("transformers",)),
    Task("image-segmentation", 0, ("segformer", "mask2former"), ("transformers",)),
    Task("mask-generation", 0, ("sam2",), ("transformers",)),
    Task("keypoint-detection", 0, ("vitpose", "superpoint"), ("transformers",)),
    Task("depth-estimation", 0, ("depth_anything", "dpt"), ("transformers",)),
    Task("image-feature-extraction", 0, ("dinov2", "vit"), ("timm", "transformers")),
    Task("video-classification", 0, ("videomae", "vjepa2"), ("transformers",)),
    Task("text-to-3d", 0, ("trellis",), ("diffusers",)),
    Task("image-to-3d", 0, ("trellis", "triposr"), ("hunyuan3d-2",)),
    Task("text-to-audio", 0, ("musicgen", "stable-audio"), ("transformers", "diffusers")),
    Task("audio-to-audio", 0, ("sepformer",), ("speechbrain",)),
    Task("audio-classification", 0, ("wav2vec2", "hubert"), ("transformers",)),
    Task("voice-activity-detection", 0, ("pyannet",), ("pyannote-audio",)),
    Task("image-text-to-image", 0, ("qwen-image", "flux"), ("diffusers",)),
    Task("image-text-to-video", 0, ("ltx-video", "wan"), ("diffusers",)),
    Task("tabular-classification", 0, ("tabpfn", "xgboost"), ("sklearn",)),
    Task("tabular-regression", 0, ("tabpfn", "xgboost"), ("sklearn",)),
    Task("time-series-forecasting", 0, ("chronos", "timesfm"), ("chronos-forecasting", "timesfm")),
    Task("robotics", 0, ("act", "smolvla", "pi0"), ("lerobot",)),
    Task("graph-ml", 0, ("graphormer",), ("transformers",)),
)
NO_TASK = Task("", 0.17, ("llama", "unet", "custom"), ("gguf", "pytorch", "transformers"), pipeline_tag_share=0.0)
