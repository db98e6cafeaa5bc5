/* Stands for the library of a reader's maker: the common functions, an invented person in GBK, and a way to be told what happens.
   Compiled by the test; with FAMILY_TERMB the names have no prefix and lengths go by value. */
#include <string.h>
#include <unistd.h>

static int card = 0;      /* 1 on the reader, 2 on it and unreadable */
static int seconds = 0;   /* how long the next look for a card takes */
static int open_port = 0;
static int no_text = 0;   /* the name is no GBK */

int simulate_card(int what) { card = what; return 1; }
int simulate_slowness(int s) { seconds = s; return 1; }
int simulate_noise(int on) { no_text = on; return 1; }
int simulated_port(void) { return open_port; }

#ifdef FAMILY_TERMB
#define NAME(n) n
#define LENGTH int length
#define SET_LENGTH(n) (void)length
#else
#define NAME(n) CVR_##n
#define LENGTH int *length
#define SET_LENGTH(n) (*length = (n))
#endif

int NAME(InitComm)(int port) { if (port != 1003) return 0; open_port = port; return 1; }
int NAME(CloseComm)(void) { open_port = 0; return 1; }
int NAME(Authenticate)(void) {
  if (seconds > 0) { int s = seconds; seconds = 0; sleep(s); }
  return open_port == 1003 && card != 0 ? 1 : 2;
}
int NAME(Read_Content)(int active) { return card == 1 && active == 4 ? 1 : 0; }

#define GIVES(function, bytes) \
  int function(char *text, LENGTH) { strcpy(text, bytes); SET_LENGTH((int)strlen(bytes)); return 1; }

int GetPeopleName(char *text, LENGTH) {
  const char *name = no_text ? "\x81" : "\xc5\xb7\xca\xd4\xd1\xf9"; /* 欧试样 */
  strcpy(text, name);
  SET_LENGTH((int)strlen(name));
  return 1;
}
GIVES(GetPeopleSex, "\xc5\xae")                                  /* 女 */
GIVES(GetPeopleNation, "\xba\xba")                               /* 汉 */
GIVES(GetPeopleBirthday, "19491231")
GIVES(GetPeopleAddress, "\xca\xbe\xb7\xb6\xbd\xd6" "1" "\xba\xc5") /* 示范街1号 */
GIVES(GetPeopleIDCode, "11010519491231002X")
GIVES(GetDepartment, "\xca\xbe\xb7\xb6\xb7\xd6\xbe\xd6")         /* 示范分局 */
GIVES(GetStartDate, "2015.01.02")
GIVES(GetEndDate, "\xb3\xa4\xc6\xda")                            /* 长期 */
