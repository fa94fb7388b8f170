-- As it is, and as it was on the day on the board before.
FROM why('text-generation', 'attention', 'deepseek-ai/DeepSeek-R1');
