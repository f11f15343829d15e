from yaml.error import YAMLError

class ReaderError(YAMLError):
    position: int
