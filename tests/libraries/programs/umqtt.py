import sys
from umqtt.simple import MQTTClient

got = []
client = MQTTClient("tester", "127.0.0.1", int(sys.argv[1]), keepalive=30)
client.set_callback(lambda topic, message: got.append((topic, message)))
client.connect()
client.subscribe(b"a/b")
client.publish(b"a/b", b"one")
client.publish(b"a/b", b"two", qos=1)
while len(got) < 2:
    client.wait_msg()
client.disconnect()
print(sorted(got))
