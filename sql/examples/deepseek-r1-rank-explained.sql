-- Its last two days on the board.
FROM why('text-generation', 'attention', 'deepseek-ai/DeepSeek-R1');
