"""The bot's side: Telegram's Bot API over HTTP, with its envelope, its codes and its words."""
