class Animal:
    def __init__(self, name):
        self.name = name

    def speak(self):
        return self.name + " makes " + self.sound()

    def sound(self):
        return "a noise"


class Dog(Animal):
    def sound(self):
        return "woof"


class Puppy(Dog):
    def __init__(self, name, age):
        super().__init__(name)
        self.age = age

    def sound(self):
        return super().sound() + "!" * self.age


for animal in (Animal("thing"), Dog("rex"), Puppy("bit", 3)):
    print(animal.speak(), type(animal).__name__)
print(issubclass(Puppy, Animal), issubclass(Animal, Puppy), issubclass(Puppy, (int, Dog)))
print([c.__name__ for c in Puppy.__mro__], Puppy.__bases__ == (Dog,), Puppy.__base__ is Dog)
print([c.__name__ for c in Animal.__subclasses__()])
print(Puppy("x", 1).__dict__)
