// libstdc++'s configuration without what an operating system gives: no futex, no threads, no host.
#include_next <bits/c++config.h>
#undef _GLIBCXX_HAS_GTHREADS
#undef _GLIBCXX_HAVE_LINUX_FUTEX
#undef _GLIBCXX_HAVE_GETHOSTNAME
