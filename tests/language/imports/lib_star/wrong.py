__all__ = ["nothing"]
