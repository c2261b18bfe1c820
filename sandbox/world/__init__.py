"""What exists: people, chats, messages, bots and what waits for each bot. No HTTP here."""
