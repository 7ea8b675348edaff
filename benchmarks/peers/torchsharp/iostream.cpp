// libLibTorchSharp.so asks for this symbol of a newer C++ library: it initializes the standard streams. An older library does the same in the constructor of ios_base::Init.
#include <iostream>
extern "C" void _ZSt21ios_base_library_initv() { static std::ios_base::Init streams; }
