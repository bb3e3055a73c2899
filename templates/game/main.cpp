// Where the program begins. The game itself is in parts/.
#include "garden_main.h"

int main(int count, char** words) { return garden::run(count, words); }
