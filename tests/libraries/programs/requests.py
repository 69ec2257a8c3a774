import sys
import requests

address = "http://127.0.0.1:%s/" % sys.argv[1]
answer = requests.get(address + "board.json")
print(answer.status_code, "clock" in answer.json(), answer.headers["Content-type"])
answer.close()
print(requests.get(address + "nosuch").status_code)
