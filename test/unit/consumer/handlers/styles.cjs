exports.callback = (event, context, callback) => {
  setImmediate(() => callback(null, { said: event.say }));
};
exports.nested = { handler: () => 'nested' };
exports.notAFunction = 42;
