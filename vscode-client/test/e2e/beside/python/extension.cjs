// In the shape of the Python extension's public API: the interpreter that the user chose for a folder.
exports.activate = () => ({
  environments: {
    getActiveEnvironmentPath: () => {
      const python = process.env.CONNLINT_TEST_PYTHON;
      return { id: python, path: python };
    },
  },
});
