/* Programs that a hostile game could be, one for each name in $GARDEN_HOME/attack.txt: "NAME ARGUMENT". Whatever
   succeeds is said on stderr as "did: WHAT". */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char argument[512], state[512];
static void did(const char* what) { fprintf(stderr, "did: %s\n", what); }
static void show(const char* path) {
  char text[256];
  int file = open(path, O_RDONLY);
  if (file < 0) return;
  ssize_t length = read(file, text, sizeof text - 1);
  if (length > 0) { text[length] = 0; fprintf(stderr, "did: read %s: %s\n", path, text); }
  close(file);
}
static void* eat(void* ignored) {
  for (;;) { char* piece = malloc(8 << 20); if (!piece) { did("starve"); exit(1); } memset(piece, 1, 8 << 20); }
  return ignored;
}
static void* idle(void* ignored) { for (;;) pause(); return ignored; }

static void reach(int domain, int type, const struct sockaddr* to, socklen_t size) {
  int s = socket(domain, type, 0);
  if (s < 0) return;
  if (type == SOCK_STREAM ? connect(s, to, size) == 0 : sendto(s, "hello", 5, 0, to, size) == 5) did("reached the network");
  if (type == SOCK_STREAM) send(s, "hello", 5, MSG_NOSIGNAL);
}
static void attack(const char* name) {
  struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argument)), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
#define IS(word) (!strcmp(name, word))
  if (IS("tcp")) reach(AF_INET, SOCK_STREAM, (struct sockaddr*)&in, sizeof in);
  if (IS("udp")) reach(AF_INET, SOCK_DGRAM, (struct sockaddr*)&in, sizeof in);
  if (IS("sockets")) {
    if (socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0) did("a raw socket");
    if (socket(AF_PACKET, SOCK_RAW, 0) >= 0) did("a packet socket");
    if (socket(AF_NETLINK, SOCK_RAW, 0) >= 0) did("a netlink socket");
    if (socket(40, SOCK_STREAM, 0) >= 0) did("a socket to the host of a virtual machine");
    if (socket(AF_INET6, SOCK_STREAM, 0) >= 0) did("an IPv6 socket");
  }
  if (IS("abstract")) {
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    size_t length = strlen(argument);
    memcpy(un.sun_path + 1, argument, length);
    reach(AF_UNIX, SOCK_STREAM, (struct sockaddr*)&un, (socklen_t)(sizeof(sa_family_t) + 1 + length));
  }
  if (IS("unix")) {
    struct sockaddr_un un = {.sun_family = AF_UNIX};
    strncpy(un.sun_path, argument, sizeof un.sun_path - 1);
    reach(AF_UNIX, SOCK_STREAM, (struct sockaddr*)&un, sizeof un);
  }
  if (IS("read")) show(argument);
  if (IS("system files")) {
    const char* files[] = {"/etc/passwd", "/etc/shadow", "/etc/ssh/ssh_host_ed25519_key", "/root/.bashrc", "/root/.ssh/id_rsa", "/var/log/dpkg.log", "/dev/mem", "/dev/vda", "/dev/sda"};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) show(files[i]);
  }
  if (IS("environment")) { extern char** environ; for (char** e = environ; *e; e++) fprintf(stderr, "did: know %s\n", *e); }
  if (IS("parent's memory")) {
    char path[600];
    snprintf(path, sizeof path, "/proc/%s/environ", argument); show(path);
    snprintf(path, sizeof path, "/proc/%s/cmdline", argument); show(path);
    if (!ptrace(PTRACE_ATTACH, atoi(argument), 0, 0)) did("trace the parent");
  }
  if (IS("write")) { int f = open(argument, O_WRONLY | O_CREAT | O_APPEND, 0666); if (f >= 0 && write(f, "evil", 4) == 4) did("write"); if (!unlink(argument)) did("unlink"); if (!truncate(argument, 0)) did("truncate"); }
  if (IS("write through a link")) { if (!symlink(argument, "link")) { int f = open("link", O_WRONLY | O_APPEND); if (f >= 0 && write(f, "evil", 4) == 4) did("write"); } if (!link(argument, "hard")) did("link"); }
  if (IS("program")) { int f = open("/proc/self/exe", O_WRONLY); if (f >= 0) did("open itself"); char path[600]; ssize_t n = readlink("/proc/self/exe", path, 599); if (n > 0) { path[n] = 0; if (!unlink(path)) did("remove itself"); } f = open("/usr/evil", O_CREAT | O_WRONLY, 0666); if (f >= 0) did("write /usr"); }
  if (IS("fork bomb")) for (int i = 0; i < 200000; i++) if (fork() >= 0) did("fork");
  if (IS("crowd")) { for (int i = 0; i < 300; i++) if (fork() == 0) for (;;) pause(); for (;;) pause(); }
  if (IS("vfork")) { if (syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0) >= 0) did("clone"); if (system("true") == 0) did("system"); pthread_t t; if (!pthread_create(&t, 0, idle, 0)) fprintf(stderr, "a thread is allowed\n"); }
  if (IS("memory")) eat(0);
  if (IS("threads of memory")) { pthread_t t; for (int i = 0; i < 4; i++) pthread_create(&t, 0, eat, 0); pause(); }
  if (IS("thread bomb")) { pthread_attr_t a; pthread_attr_init(&a); pthread_attr_setstacksize(&a, 16384); pthread_t t; int n = 0; while (n < 1000000 && !pthread_create(&t, &a, idle, 0)) n++; fprintf(stderr, "threads: %d\n", n); pause(); }
  if (IS("many files")) { char file[64]; static char block[1 << 20]; for (int i = 0; i < 4096; i++) { snprintf(file, 64, "f%d", i); int f = open(file, O_CREAT | O_WRONLY, 0666); if (f < 0 || write(f, block, sizeof block) < 0) exit(1); close(f); } did("write 4 GB"); }
  if (IS("tiny files")) { char file[64]; for (int i = 0; i < 1000000; i++) { snprintf(file, 64, "f%d", i); int f = open(file, O_CREAT | O_WRONLY, 0666); if (f < 0) exit(1); close(f); } did("make a million files"); }
  if (IS("long file")) { static char block[1 << 20]; int f = open("long", O_CREAT | O_WRONLY, 0666); for (int i = 0; i < 4096; i++) if (write(f, block, sizeof block) < 0) exit(1); did("write 4 GB"); }
  if (IS("scratch")) { static char block[1 << 20]; char file[64]; for (int i = 0; i < 4096; i++) { snprintf(file, 64, "/tmp/f%d", i); int f = open(file, O_CREAT | O_WRONLY, 0666); if (f < 0 || write(f, block, sizeof block) < (ssize_t)sizeof block) exit(1); close(f); } did("write 4 GB"); }
  if (IS("loop")) for (volatile int i = 0;; i++) {}
  if (IS("deaf")) { for (int s = 1; s < 64; s++) signal(s, SIG_IGN); for (;;) pause(); }
  if (IS("flood")) for (;;) fputs("all work and no play makes a dull game, and a long log\n", stderr);
  if (IS("long line")) for (;;) fputs("x", stderr);
  if (IS("signals")) { if (!kill(atoi(argument), SIGTERM)) did("signal"); kill(getppid(), SIGKILL); if (!kill(-1, SIGUSR1)) {} }
  if (IS("group")) { killpg(0, 0); if (!kill(-atoi(argument), SIGTERM)) did("signal a group"); }
  if (IS("trace")) { if (!ptrace(PTRACE_TRACEME, 0, 0, 0)) did("trace"); if (syscall(SYS_process_vm_readv, getppid(), 0, 0, 0, 0, 0) >= 0) did("read memory"); }
  if (IS("namespaces")) { if (!unshare(CLONE_NEWUSER)) did("a user namespace"); if (!mount("none", "/tmp", "tmpfs", 0, 0)) did("mount"); if (!chroot("/")) did("chroot"); if (syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0) >= 0) did("clone a namespace"); }
  if (IS("kernel")) {
    const long calls[] = {SYS_bpf, SYS_perf_event_open, SYS_keyctl, SYS_add_key, SYS_userfaultfd, SYS_init_module, SYS_kexec_load, SYS_reboot, SYS_swapon, 425};
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) { errno = 0; if (syscall(calls[i], 0, 0, 0, 0, 0, 0) >= 0 || errno != EPERM) fprintf(stderr, "did: call %ld (%s)\n", calls[i], strerror(errno)); }
  }
  if (IS("privileges")) { if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1) did("new privileges are possible"); if (!setuid(0) && open("/root", O_RDONLY | O_DIRECTORY) >= 0) did("be root"); }
  if (IS("terminal")) { int t = open("/dev/tty", O_RDWR); if (t >= 0) did("open the terminal"); char c = 'x'; for (int f = 0; f < 3; f++) if (!ioctl(f, TIOCSTI, &c)) did("type"); }
  if (IS("daemon")) { if (fork() == 0) { setsid(); if (fork() == 0) for (;;) { int f = open(argument, O_CREAT | O_WRONLY | O_APPEND, 0666); if (f >= 0) { if (write(f, "x", 1) < 0) {} close(f); } usleep(20000); } exit(0); } usleep(400000); did("leave a daemon"); }
  if (IS("state is a link")) { unlink(state); if (symlink(argument, state)) did("fail"); }
  if (IS("state is a pipe")) { unlink(state); if (mkfifo(state, 0666)) did("fail"); }
  if (IS("state is deep")) { FILE* f = fopen(state, "w"); for (int i = 0; i < 2000000; i++) fputs("[", f); fclose(f); for (int i = 0; i < 100000; i++) fputs(i ? "[" : "{\"garden\":", stderr); fputs("\n", stderr); }
  if (IS("colours")) fputs("{\"garden\":\"error\",\"part\":\"\\u001b]0;owned\\u0007moths\",\"text\":\"\\u001b[2J\\u202egone\"}\n", stderr);
}
int main(int count, char** words) {
  for (int i = 1; i + 1 < count; i++) if (!strcmp(words[i], "--state")) strncpy(state, words[i + 1], sizeof state - 1);
  char path[600], name[64] = "";
  snprintf(path, sizeof path, "%s/attack.txt", getenv("GARDEN_HOME") ? getenv("GARDEN_HOME") : ".");
  FILE* file = fopen(path, "r");
  if (!file || !fgets(name, sizeof name, file)) return 9;
  name[strcspn(name, "\n")] = 0;
  if (!fgets(argument, sizeof argument, file)) argument[0] = 0;
  argument[strcspn(argument, "\n")] = 0;
  attack(name);
  fputs("the end\n", stderr);
  return 0;
}
