import java.io.FileInputStream;
import java.io.InputStream;
import java.util.TreeSet;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Validates each file against each flavour in one JVM. A line each: file, flavour, result, rules. */
public class Validate {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (String flavour : new String[] {"3a", "ua1"}) {
                System.out.println(file + "\t" + flavour + "\t" + check(file, flavour));
            }
        }
    }

    private static String check(String file, String id) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.fromString(id);
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            TreeSet<String> failed = new TreeSet<>();
            for (TestAssertion test : result.getTestAssertions()) {
                if (test.getStatus() == TestAssertion.Status.FAILED) {
                    failed.add(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber());
                }
            }
            return (result.isCompliant() ? "pass" : "fail") + "\t" + String.join(" ", failed);
        }
    }
}
