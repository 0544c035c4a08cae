/** What `load` requires, loaded once more: tests of one process share the modules that are loaded already. */
export function afresh<T>(load: () => T): T {
  const loaded = { ...require.cache };
  const forget = () => Object.keys(require.cache).forEach(file => delete require.cache[file]);
  forget();
  try {
    return load();
  } finally {
    forget();
    Object.assign(require.cache, loaded);
  }
}
