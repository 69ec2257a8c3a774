"""Objects: a chain of one-way constraints that is planned and propagated again and again (in the manner of DeltaBlue)."""


class Variable:
    def __init__(self, name, value):
        self.name = name
        self.value = value
        self.constraints = []
        self.mark = 0
        self.determined_by = None


class Constraint:
    strength = 0

    def inputs_known(self, mark):
        return all(v.mark == mark or v.determined_by is None for v in self.inputs())

    def inputs(self):
        return []


class Equal(Constraint):
    strength = 1

    def __init__(self, source, target):
        self.source = source
        self.target = target
        source.constraints.append(self)
        target.determined_by = self

    def inputs(self):
        return [self.source]

    def execute(self):
        self.target.value = self.source.value


class Scale(Equal):
    strength = 2

    def __init__(self, source, target, factor, offset):
        super().__init__(source, target)
        self.factor = factor
        self.offset = offset

    def execute(self):
        self.target.value = self.source.value * self.factor % 10007 + self.offset


class Planner:
    def __init__(self):
        self.mark = 0

    def plan(self, variable):
        self.mark += 1
        mark = self.mark
        variable.mark = mark
        todo = list(variable.constraints)
        plan = []
        while todo:
            constraint = todo.pop()
            if constraint.target.mark != mark and constraint.inputs_known(mark):
                plan.append(constraint)
                constraint.target.mark = mark
                todo.extend(constraint.target.constraints)
        return plan


def main():
    variables = [Variable("v%d" % i, i) for i in range(200)]
    for i in range(199):
        if i % 3:
            Equal(variables[i], variables[i + 1])
        else:
            Scale(variables[i], variables[i + 1], i + 2, i)
    planner = Planner()
    total = 0
    for turn in range(360):
        plan = planner.plan(variables[0])
        for value in range(8):
            variables[0].value = value * turn
            for constraint in plan:
                constraint.execute()
            total += variables[-1].value
    print(len(plan), total)


main()
