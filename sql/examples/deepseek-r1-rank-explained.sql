-- On its last day on the board, and on the day there before that.
FROM why('text-generation', 'attention', 'deepseek-ai/DeepSeek-R1');
