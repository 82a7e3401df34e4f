/** Plants a fault in the bot: at SIGUSR2 a promise is rejected that nobody looks at, and with `THROW=1` an error is thrown. */
process.on('SIGUSR2', () => {
  if (process.env['THROW'] === '1') throw new Error('a planted error');
  void Promise.reject(new Error('a planted rejection'));
});
