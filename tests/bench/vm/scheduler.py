"""Objects: a small operating-system simulation with a class a kind of task (in the manner of Richards)."""

IDLE, WORK, HANDLER, DEVICE = range(4)


class Packet:
    def __init__(self, link, owner, kind):
        self.link = link
        self.owner = owner
        self.kind = kind
        self.datum = 0
        self.data = [0] * 4

    def append_to(self, queue):
        self.link = None
        if queue is None:
            return self
        last = queue
        while last.link is not None:
            last = last.link
        last.link = self
        return queue


class Task:
    def __init__(self, ident, priority, queue):
        self.ident = ident
        self.priority = priority
        self.queue = queue
        self.held = False
        self.waiting = queue is None

    def ready(self):
        return not self.held and not (self.waiting and self.queue is None)

    def take(self):
        packet = self.queue
        if packet is not None:
            self.queue = packet.link
        return packet

    def step(self, system):
        self.waiting = False
        self.run(system, self.take())


class IdleTask(Task):
    def __init__(self, ident, count):
        super().__init__(ident, 0, None)
        self.control = 1
        self.count = count
        self.waiting = False

    def run(self, system, packet):
        self.count -= 1
        if self.count == 0:
            self.held = True
            return
        if self.control & 1:
            self.control = (self.control >> 1) ^ 0xD008
            system.release(DEVICE + 1)
        else:
            self.control >>= 1
            system.release(DEVICE)


class WorkTask(Task):
    def __init__(self, ident, priority, queue):
        super().__init__(ident, priority, queue)
        self.target = HANDLER
        self.count = 0

    def run(self, system, packet):
        if packet is None:
            self.waiting = True
            return
        self.target = HANDLER if self.target == DEVICE else DEVICE
        packet.owner = self.target
        for i in range(4):
            self.count = self.count % 26 + 1
            packet.data[i] = 64 + self.count
        system.send(packet, HANDLER)


class HandlerTask(Task):
    def __init__(self, ident, priority, queue):
        super().__init__(ident, priority, queue)
        self.pending = None

    def run(self, system, packet):
        if packet is not None:
            self.pending = packet.append_to(self.pending)
        packet = self.pending
        if packet is None:
            self.waiting = True
            return
        self.pending = packet.link
        packet.datum = sum(packet.data)
        system.send(packet, DEVICE)


class DeviceTask(Task):
    def run(self, system, packet):
        if packet is None:
            self.waiting = True
            return
        system.handled += 1
        system.checksum = (system.checksum * 31 + packet.datum) % 1000003
        system.send(packet, WORK)


class System:
    def __init__(self):
        self.tasks = []
        self.handled = 0
        self.checksum = 0
        self.turns = 0

    def add(self, task):
        self.tasks.append(task)

    def release(self, ident):
        task = self.tasks[ident % len(self.tasks)]
        task.held = False

    def send(self, packet, ident):
        task = self.tasks[ident]
        task.queue = packet.append_to(task.queue)

    def run(self):
        idle = self.tasks[IDLE]
        while not idle.held:
            for task in self.tasks:
                if task.ready():
                    self.turns += 1
                    task.step(self)


def main():
    system = System()
    system.add(IdleTask(IDLE, 80000))
    packets = None
    for _ in range(3):
        packets = Packet(packets, WORK, 1)
    system.add(WorkTask(WORK, 10, packets))
    system.add(HandlerTask(HANDLER, 20, None))
    system.add(DeviceTask(DEVICE, 30, None))
    system.run()
    print(system.turns, system.handled, system.checksum)


main()
