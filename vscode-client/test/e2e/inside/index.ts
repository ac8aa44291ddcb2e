/** The entry that VS Code calls: runs the suite with Mocha and says how each test went. */

import Mocha from "mocha";
import { editing } from "./editing";
import { running } from "./running";

export function run(): Promise<void> {
  const mocha = new Mocha({ ui: "bdd", timeout: 120_000, reporter: "dot" });
  mocha.suite.emit("pre-require", globalThis, null, mocha);
  describe("editing a model", editing);
  describe("running a task", running);
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) =>
      failures === 0 ? resolve() : reject(new Error(`${failures} of the tests failed`)),
    );
    runner.on("pass", (test) => console.log(`ok      ${test.title}`));
    runner.on("fail", (test, error: Error) => console.log(`FAILED  ${test.title}: ${error.stack ?? error.message}`));
  });
}
