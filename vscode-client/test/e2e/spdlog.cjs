// Writes VS Code's log files, in place of its native module of this name: building that takes a compiler and a minute.
const { appendFileSync, mkdirSync } = require("node:fs");
const path = require("node:path");

const LEVELS = ["trace", "debug", "info", "warn", "error", "critical"];

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = 2;
    this.plain = false;
    mkdirSync(path.dirname(file), { recursive: true });
    for (const [index, level] of LEVELS.entries()) {
      this[level] = (message) => index >= this.level && this.write(level, message);
    }
  }
  write(level, message) {
    const head = this.plain ? "" : `${new Date().toISOString().replace("T", " ").replace("Z", "")} [${level}] `;
    // What is plain brings its own line ends.
    appendFileSync(this.file, this.plain ? String(message) : `${head}${message}\n`);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.plain = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

exports.version = "0";
exports.Logger = Logger;
exports.setLevel = () => undefined;
exports.setFlushOn = () => undefined;
exports.createRotatingLogger = async (name, file) => new Logger("rotating", name, file);
exports.createAsyncRotatingLogger = async (name, file) => new Logger("rotating", name, file);
