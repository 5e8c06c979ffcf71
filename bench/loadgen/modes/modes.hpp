// What loadgen can do; each returns the exit status. The usage is in main.cpp.
#pragma once
#include "loadgen/parts/connection.hpp"

namespace loadgen {

int run_server(); // never returns
int run_bulk();
int run_pingpong();
int run_connrate();
int run_idle();
int run_stall();
int run_halfclose();

/// Sends and receives as --dir says until `deadline_ns`, and then to the end of what was begun.
outcome carry_bulk(connections&, std::uint64_t deadline_ns);

} // namespace loadgen
