"""A stand-in for an SMS gateway: speaks the protocol of 阿里云短信服务, keeps messages instead of sending them. Standard library only."""
