// Waiting for a condition, never for a time.

export async function until(condition, what, seconds = 90) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error(`waited ${seconds} s for ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
