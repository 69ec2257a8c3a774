import asyncio
import sys
from mqtt_as import MQTTClient, config

config.update(server="127.0.0.1", port=int(sys.argv[1]), ssid="any", wifi_pw="any", queue_len=1, will=("will", "gone", False, 0))


async def listen(client):
    for _ in range(3):
        topic, message, retained = await anext(aiter(client.queue))
        print(topic.decode(), message.decode(), retained)


async def main(client):
    await client.connect(quick=True)
    await client.up.wait()
    await client.subscribe("krait/topic", 1)
    listener = asyncio.create_task(listen(client))
    for i in range(3):
        await client.publish("krait/topic", "message %d" % i, qos=1)
    await asyncio.wait_for(listener, 10)
    await client.disconnect()


asyncio.run(main(MQTTClient(config)))
