import fc from 'fast-check';

// The runner does not print causes of errors.
fc.configureGlobal({ includeErrorInReport: true });
