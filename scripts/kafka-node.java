import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Exit;

/**
 * Runs one Kafka node that ends with whoever started it: standard input is the tether. When it closes (even because the parent was killed
 * outright) the node stops at once and the folder goes.
 *
 * Arguments: the properties file, the folder to remove, then the arguments of kafka-storage (none if the folder is formatted already).
 */
class KafkaNode {
    private static final int MAX_ROUNDS = 1_000;

    public static void main(String[] args) throws Exception {
        String properties = args[0];
        Path folder = Path.of(args[1]);
        String[] storage = Arrays.copyOfRange(args, 2, args.length);

        Thread tether = new Thread(() -> {
            try (InputStream in = System.in) {
                while (in.read() >= 0) {}
            } catch (IOException closed) {
                // Closed is what we wait for.
            }
            // A node that finds its files gone ends its process by itself, before all of them are.
            Exit.setHaltProcedure((code, message) -> {});
            Exit.setExitProcedure((code, message) -> {});
            for (int round = 0; round < MAX_ROUNDS && Files.exists(folder); round++) remove(folder);
            Runtime.getRuntime().halt(0);
        });
        tether.setDaemon(true);
        tether.start();

        if (storage.length > 0) {
            int code = kafka.tools.StorageTool.execute(storage, new PrintStream(System.err));
            if (code != 0) System.exit(code);
        }
        kafka.Kafka.main(new String[] {properties});
    }

    private static void remove(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException changed) {
            // The node still writes, so what is walked through changes: the next round will see.
        }
    }
}
