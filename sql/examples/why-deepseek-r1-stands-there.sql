-- en: What is DeepSeek-R1's place on the attention board made of?
-- ko: DeepSeek-R1의 attention 순위는 무엇으로 이루어져 있는가?
-- As it is, and as it was on the day on the board before.
FROM why('text-generation', 'attention', 'deepseek-ai/DeepSeek-R1');
