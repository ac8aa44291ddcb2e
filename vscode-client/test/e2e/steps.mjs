// Steps of a person, each told with its end; of one that fails, the screen is kept where FAILURES names a folder.
import path from "node:path";

export function stepsOn(page, name) {
  return async (what, work) => {
    try {
      await work();
      console.log(`ok      ${what}`);
    } catch (error) {
      console.log(`FAILED  ${what}`);
      if (process.env.FAILURES) {
        await page.screenshot({ path: path.join(process.env.FAILURES, `${name}.png`) });
      }
      throw error;
    }
  };
}
