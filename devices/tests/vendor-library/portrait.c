/* Stands for a licensed decoder of WLT portraits, with the functions that makers export. It decodes nothing: each pixel is made of
   bytes of the portrait, so that a test can tell whose picture it is. Compiled by the test. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { WIDTH = 102, HEIGHT = 126, ROW = 308, HEAD = 54, PIXELS = WIDTH * HEIGHT * 3 };

static int is_wlt(const char *wlt) { return wlt[0] == 'W' && wlt[1] == 'L'; }

static void paint(const char *wlt, char *pixels) {
  for (int at = 0; at < PIXELS; at++) pixels[at] = wlt[at % 1024];
}

int wlt2Bmp(char *wlt, char *pixels) {
  if (!is_wlt(wlt)) return -1;
  paint(wlt, pixels);
  return 1;
}

int unpack(char *wlt, char *pixels, int mode) {
  if (mode == 708) return 0; /* a mode that it does not know: nothing is written */
  if (mode == 3) { sleep(3); return 0; }
  return wlt2Bmp(wlt, pixels) - 1;
}

int GetBmp(char *path, int line) {
  char wlt[1024], pixels[PIXELS], bitmap[HEAD + ROW * HEIGHT], other[512];
  const unsigned char head[HEAD] = {'B', 'M', 0xce, 0x97, 0, 0, 0, 0, 0, 0, HEAD, 0, 0, 0, 40, 0, 0, 0,
                                    WIDTH, 0, 0, 0, HEIGHT, 0, 0, 0, 1, 0, 24};
  if (line != 2) return -5;
  size_t length = strlen(path);
  if (length < 4 || length >= sizeof other || strcmp(path + length - 4, ".wlt") != 0) return -2;
  FILE *file = fopen(path, "rb");
  if (file == NULL) return -3;
  size_t got = fread(wlt, 1, sizeof wlt, file);
  fclose(file);
  if (got != sizeof wlt || !is_wlt(wlt)) return -4;
  paint(wlt, pixels);
  memset(bitmap, 0, sizeof bitmap);
  memcpy(bitmap, head, HEAD);
  for (int row = 0; row < HEIGHT; row++) memcpy(bitmap + HEAD + row * ROW, pixels + row * WIDTH * 3, WIDTH * 3);
  strcpy(other, path);
  strcpy(other + length - 4, ".bmp");
  file = fopen(other, "wb");
  if (file == NULL) return -3;
  fwrite(bitmap, 1, sizeof bitmap, file);
  fclose(file);
  return 1;
}
