/** The zod that Amtsbote was built with, for the options of connectors: a second copy would only cost time to load. */
export * from 'zod';
