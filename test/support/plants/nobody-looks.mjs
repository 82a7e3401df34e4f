/** Plants a promise in the bot that is rejected and that nobody looks at, once it has been asked to by a signal. */
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('a planted rejection'));
});
