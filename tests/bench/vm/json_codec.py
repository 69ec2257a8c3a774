"""JSON: encode and decode records."""
import json

records = [
    {"id": i, "name": "sensor-%d" % i, "values": [i / 4, i * 2, None, True], "meta": {"unit": "°C", "tags": ["a", "b\n"]}}
    for i in range(300)
]
size = 0
for _ in range(100):
    text = json.dumps(records)
    size += len(text)
    again = json.loads(text)
print(size, again == records, again[7]["values"])
