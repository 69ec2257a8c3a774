"""A page, a sensor as JSON, and a light that can be switched, over HTTP.

usage: main.py [PORT]    8080 unless told; 0: any free one
"""

import asyncio
import sys

from httpd import App, HTTPError
from machine import ADC, Pin

PAGE = """<!doctype html>
<title>Krait</title>
<h1>Greenhouse</h1>
<p>Moisture: <b id=m>…</b></p>
<button onclick="fetch('/light',{method:'POST',body:JSON.stringify({on:!on})}).then(show)">Light</button>
<script>
let on = false
async function show() {
  on = (await (await fetch('/light')).json()).on
  document.getElementById('m').textContent = (await (await fetch('/sensor')).json()).moisture
}
show(); setInterval(show, 2000)
</script>
"""

app = App()
probe = ADC(0)
light = Pin(2, Pin.OUT, value=0)
readings = []


@app.route("/")
def index(request):
    return PAGE


@app.route("/sensor")
def sensor(request):
    value = readings[-1] if readings else probe.read_u16()
    return {"moisture": round(value / 65535, 3), "readings": len(readings)}


@app.route("/light", "GET", "POST")
async def switch(request):
    if request.method == "POST":
        wanted = request.json()
        if not isinstance(wanted, dict) or not isinstance(wanted.get("on"), bool):
            raise HTTPError(400, 'expected {"on": true} or {"on": false}')
        light.value(wanted["on"])
    return {"on": bool(light.value())}


@app.route("/slow")
async def slow(request):
    """Answers late, without keeping anybody else waiting."""
    await asyncio.sleep_ms(int(request.query.get("ms", "100")))
    return "slept\n"


async def measure():
    while True:
        readings.append(probe.read_u16())
        del readings[:-100]
        await asyncio.sleep(1)


async def main(port):
    asyncio.create_task(measure())
    await app.run("0.0.0.0", port)


if __name__ == "__main__":
    try:
        asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 8080))
    except KeyboardInterrupt:
        light.off()
        print("stopped")
