using Sinter;

namespace Digits.Networks;

/// <summary>A perceptron with one hidden layer, as a list of attributes. 101,770 parameters.</summary>
[Network, Input(784)]
[Linear(128), Relu, Linear(10)]
[CrossEntropyLoss]
public partial class Mlp;
