"""A client of MQTT that connects anew when the connection is lost."""

import time

from umqtt import simple


class MQTTClient(simple.MQTTClient):
    """As umqtt.simple's. What is subscribed to is the broker's to remember: connect(clean_session=False)."""

    DELAY = 2  # seconds between two attempts
    DEBUG = False

    def delay(self, i):
        """Wait before the attempt of that number."""
        time.sleep(self.DELAY)

    def log(self, in_reconnect, e):
        """Print what went wrong, with DEBUG."""
        if self.DEBUG:
            print("mqtt reconnect:" if in_reconnect else "mqtt:", repr(e))

    def reconnect(self):
        """Try to connect until it works."""
        attempt = 0
        while True:
            try:
                return super().connect(False)
            except OSError as error:
                self.log(True, error)
            attempt += 1
            self.delay(attempt)

    def _insist(self, action, *arguments):
        while True:
            try:
                return action(*arguments)
            except OSError as error:
                self.log(False, error)
            self.reconnect()

    def publish(self, topic, msg, retain=False, qos=0):
        return self._insist(super().publish, topic, msg, retain, qos)

    def wait_msg(self):
        return self._insist(super().wait_msg)

    def check_msg(self, attempts=2):
        for _ in range(attempts):
            self.sock.setblocking(False)
            try:
                return super().wait_msg()
            except OSError as error:
                self.log(False, error)
            self.reconnect()
        return None
