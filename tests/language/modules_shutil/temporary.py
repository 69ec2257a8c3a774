import os
import tempfile

with tempfile.NamedTemporaryFile("w+", suffix=".txt") as file:
    name = file.name
    file.write("text")
    file.seek(0)
    print(file.read(), os.path.exists(name), name.endswith(".txt"))
print(os.path.exists(name))
with tempfile.TemporaryFile() as file:
    file.write(b"bytes")
    file.seek(0)
    print(file.read())
directory = tempfile.TemporaryDirectory()
open(os.path.join(directory.name, "x"), "w").close()
print(os.listdir(directory.name))
directory.cleanup()
print(os.path.exists(directory.name), os.path.isdir(tempfile.gettempdir()), tempfile.gettempprefix())
